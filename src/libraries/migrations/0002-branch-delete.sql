-- A branch may end (a push deletes it). Its commits and what they contributed stay.
grant delete on libraries_ref to :server_role;
