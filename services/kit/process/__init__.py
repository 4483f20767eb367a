"""What every process needs: configuration, logs, traces, metrics, tasks, time and ids."""
