-- What has changed since this was last asked, each told once.
delete from survey.change returning programme, what
