-- Rotation lets the old key end while the new one is put in place: it shortens its time.
grant update (expires_at) on access_key to :server_role;
