-- $1 programme, $2 cycle
-- Only for a cycle to which nobody was invited and that nobody answered.
with columns_gone as (
    delete from survey.questionnaire_column where programme = $1 and cycle = $2::integer
), questionnaires_gone as (
    delete from survey.questionnaire where programme = $1 and cycle = $2::integer
)
delete from survey.cycle where programme = $1 and cycle = $2::integer
