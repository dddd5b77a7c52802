using Rollouts.Engine;

namespace Rollouts.Azure.Tests;

/// <summary>Holds a writer at a point until the test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the writer stands before it.</summary>
    public Task Reached => reached.Task;

    public void Open() => opened.SetResult();

    public Task PassAsync()
    {
        reached.TrySetResult();
        return opened.Task;
    }
}

/// <summary>The real store of flags, with a gate between a writer's last reading and its write.</summary>
internal sealed class HeldFlags(IFlagStore inner, Gate beforeWrite) : IFlagStore
{
    public Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation) => inner.ReadAsync(key, cancellation);

    public async Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation)
    {
        await beforeWrite.PassAsync();
        return await inner.WriteAsync(key, content, tag, version, cancellation);
    }

    public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) => inner.UnlockAsync(key, cancellation);
}

/// <summary>The real store of flags, with a gate behind a writer's reading of the key, before it reads the journal's head.</summary>
internal sealed class HeldAfterReading(IFlagStore inner, Gate afterRead) : IFlagStore
{
    public async Task<KeyRead> ReadAsync(GovernedKey key, CancellationToken cancellation)
    {
        var read = await inner.ReadAsync(key, cancellation);
        await afterRead.PassAsync();
        return read;
    }

    public Task<KeyWrite> WriteAsync(GovernedKey key, string content, KeyTag tag, string version, CancellationToken cancellation) =>
        inner.WriteAsync(key, content, tag, version, cancellation);

    public Task UnlockAsync(GovernedKey key, CancellationToken cancellation) => inner.UnlockAsync(key, cancellation);
}
