"""Chinese text: normalising, clauses, amounts and dates, masking of personal data. Imports nothing of ours."""
