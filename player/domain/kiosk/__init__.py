"""The kiosk: who may walk up and how they are known, for how long they are waited for, what they may take away."""
