"""Units of work on a database: transactions, access, mapping, paging, notices and jobs."""
