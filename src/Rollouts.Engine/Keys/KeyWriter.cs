namespace Rollouts.Engine;

/// <summary>Writes a governed key by the protocol of design §6: tags carry the journal entry, raises yield to fences, nothing overwrites what is newer.</summary>
public sealed class KeyWriter(IFlagStore keys, IRolloutStore store)
{
    /// <exception cref="StoreException">The outcome is failure or unknown; trying again is safe, because a write recognises itself by its tag.</exception>
    public async Task<KeyOutcome> WriteAsync(string rollout, Effect.Write write, CancellationToken cancellation)
    {
        while (true)
        {
            var found = await keys.ReadAsync(write.Key, cancellation);
            if (found.Tag is { } tag && tag.Rollout == rollout && tag.Seq >= write.Seq) return new KeyOutcome.Done(found.Version);
            if (write.Rise && await Obstacle(rollout, write, found, cancellation) is { } obstacle) return obstacle;
            if (found.Locked) await keys.UnlockAsync(write.Key, cancellation);
            if (Content(found, write, out var fault) is not { } content) return new KeyOutcome.Drifted(fault);
            if (await keys.WriteAsync(write.Key, content, new(rollout, write.Seq), found.Version, cancellation) is KeyWrite.Written written)
                return new KeyOutcome.Done(written.Version);
        }
    }

    /// <summary>The new content; null with the reason for a raise that cannot be put into what is there. Lowering writes a flag of its own over it.</summary>
    private static string? Content(KeyRead found, Effect.Write write, out string fault)
    {
        fault = "";
        try
        {
            return FlagContent.Apply(found.Content, write.Key, write.Document);
        }
        catch (FlagContentException problem) when (write.Rise)
        {
            fault = problem.Message;
            return null;
        }
        catch (FlagContentException)
        {
            return FlagContent.Apply(null, write.Key, write.Document);
        }
    }

    /// <summary>What keeps a raise from being written. The journal's head is read after the key, so that a fence stamped later changes the version.</summary>
    private async Task<KeyOutcome?> Obstacle(string rollout, Effect.Write write, KeyRead found, CancellationToken cancellation)
    {
        if (found.Locked) return new KeyOutcome.Drifted("it is locked");
        if (!write.Stamp && found.Tag?.Rollout != rollout)
            return new KeyOutcome.Drifted(found.Tag is { } tag ? $"it was written by {tag.Rollout}" : "its tag is missing");
        var head = await store.ReadHeadAsync(rollout, cancellation);
        return head is null || head.Fence > write.Seq ? new KeyOutcome.Fenced() : null;
    }
}
