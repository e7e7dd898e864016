"""The pages a merchant sees."""
