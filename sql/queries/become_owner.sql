-- Until the end of the transaction: what is made belongs to the administrator's role.
set local role surveyctl
