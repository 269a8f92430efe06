"""Guardians and partners: orders, suggestions, referrals, aid, certificates, the level of support."""
