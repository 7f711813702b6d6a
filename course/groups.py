"""The one door to figures about groups (privacy-of-groups.md): only this module reads `storage.group_counts`."""
