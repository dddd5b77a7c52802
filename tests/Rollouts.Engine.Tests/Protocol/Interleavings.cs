namespace Rollouts.Engine.Tests.Protocol;

/// <summary>Runs concurrent processes in every possible order of their operations, one order after the other, by replaying choices depth first.</summary>
/// <remarks>Each operation on something shared awaits <see cref="Turn"/> first; between two turns a process runs alone and without a thread of its own.</remarks>
internal sealed class Interleavings
{
    private readonly List<(int Taken, int Of)> path = [];
    private readonly List<TaskCompletionSource> waiting = [];
    private int depth;

    /// <summary>How many orders were run.</summary>
    public long Runs { get; private set; }

    /// <param name="start">Makes a world and starts its processes, which all wait for their first turn.</param>
    /// <param name="check">Judges the world when every process has ended.</param>
    public static long Explore<TWorld>(Func<Interleavings, (TWorld World, Task[] Processes)> start, Action<TWorld> check)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var all = new Interleavings();
            do all.RunOnce(start, check);
            while (all.Advance());
            return all.Runs;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Waits until the order that is tried now comes to the caller.</summary>
    public Task Turn()
    {
        var turn = new TaskCompletionSource();
        waiting.Add(turn);
        return turn.Task;
    }

    private void RunOnce<TWorld>(Func<Interleavings, (TWorld World, Task[] Processes)> start, Action<TWorld> check)
    {
        Runs++;
        depth = 0;
        waiting.Clear();
        var (world, processes) = start(this);
        while (waiting.Count > 0)
        {
            if (depth == path.Count) path.Add((0, waiting.Count));
            Assert.Equal(path[depth].Of, waiting.Count);
            var next = waiting[path[depth++].Taken];
            waiting.Remove(next);
            next.SetResult();
            foreach (var process in processes.Where(process => process.IsFaulted)) process.GetAwaiter().GetResult();
        }

        Assert.All(processes, process => Assert.True(process.IsCompletedSuccessfully));
        check(world);
    }

    /// <summary>Goes to the next order; false when all were run.</summary>
    private bool Advance()
    {
        while (path.Count > 0)
        {
            var (taken, of) = path[^1];
            path.RemoveAt(path.Count - 1);
            if (taken + 1 >= of) continue;
            path.Add((taken + 1, of));
            return true;
        }

        return false;
    }
}
