-- The record of publications of the cycle of set_copied_releases.
copy (
       select generation, part, answers
         from survey.metric_release
        where programme = (select current_setting('survey.programme'))
          and cycle = (select current_setting('survey.cycle')::integer)
        order by generation, part
     ) to stdout (format binary)
