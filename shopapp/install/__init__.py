"""Installing: the session token, the offline token, uninstalling and forgetting."""
