namespace Rollouts.Benchmarks;

/// <summary>An app that people click at in Slack, whatever hosts it.</summary>
public interface IClickedApp
{
    Task StartAsync(string rollout, string plan);

    /// <summary>False when the item cannot be marked now.</summary>
    Task<bool> MarkAsync(string rollout, string item, string person);

    Task<IReadOnlyList<Entry>> JournalAsync(string rollout);
}
