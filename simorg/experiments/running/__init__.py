"""How rows come about: tasks in batches, rounds, pools of threads or processes, clusters."""
