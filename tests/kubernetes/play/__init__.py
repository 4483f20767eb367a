"""Plays the manifests: what kustomize makes of an overlay runs as pods of podman, and the journey runs through it."""
