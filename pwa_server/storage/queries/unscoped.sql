-- Statements without a relationship: the worker's, and verbs that end things for somebody whose relationship has just ended.
-- Only notify/, storage/, __main__ and the casework functions named in the test of the house may use them.

-- name: cancel_reminders_of_case!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason WHERE case_id = :case_id AND state = 'due';

-- name: cancel_reminders_of_person!
UPDATE reminders SET state = 'cancelled', ended_at = :now, end_reason = :reason
WHERE case_id = :case_id AND person_id = :person_id AND state = 'due';

-- name: close_call_tasks_of_case!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed' WHERE case_id = :case_id AND closed_at IS NULL;

-- name: close_call_tasks_of_person!
UPDATE call_tasks SET closed_at = :now, closed_as = 'not_needed'
WHERE case_id = :case_id AND person_id = :person_id AND closed_at IS NULL;
