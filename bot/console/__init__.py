"""The console in the browser: a client of the assistant for collectors, trainees and supervisors; the only open port."""
