"""The only place where real parts are chosen and joined: everything else receives what it needs."""
