"""How the contract becomes GraphQL: types, fields, arguments, mutations and subscriptions."""
