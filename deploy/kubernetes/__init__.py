"""Kubernetes: a kustomize base, components and two overlays.

What follows from the catalogue of services is generated (`manifests.py`), so that a new service is in it at once:
workloads, preparation jobs, network policies, certificates. The rest is written by hand: overlays, PostgreSQL, NATS,
Ingress, alerts. `make docs` writes the generated files; docs/operations.md says how to use them all.
"""
