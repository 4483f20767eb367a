"""The manifests: valid for the API of Kubernetes, and true about the processes that they run."""
