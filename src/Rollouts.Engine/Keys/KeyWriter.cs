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
            var (content, fault) = Content(found.Content, write);
            if (content is null) return new KeyOutcome.Drifted(fault!);
            if (await keys.WriteAsync(write.Key, content, new(rollout, write.Seq), found.Version, cancellation) is KeyWrite.Written written)
                return new KeyOutcome.Done(written.Version, fault);
        }
    }

    /// <summary>The new content; none, with the reason, for a raise that cannot be put into what is there.</summary>
    /// <remarks>Lowering writes a flag of its own over what is no flag. What does not fit even so is turned off, which is lower than anything: the reason is the note then.</remarks>
    private static (string? Content, string? Fault) Content(string? found, Effect.Write write)
    {
        try
        {
            return (FlagContent.Apply(found, write.Key, write.Document), null);
        }
        catch (FlagContentException problem) when (write.Rise)
        {
            return (null, problem.Message);
        }
        catch (FlagContentException)
        {
            return Try(null, write.Key, write.Document, out var fault) is { } own ? (own, null) : (Off(found, write.Key), $"turned off, because {fault}");
        }
    }

    private static string Off(string? found, GovernedKey key)
    {
        var off = new KeyDocument.Dial(false, AudienceExposure.None);
        return Try(found, key, off, out _) ?? FlagContent.Apply(null, key, off);
    }

    private static string? Try(string? found, GovernedKey key, KeyDocument document, out string fault)
    {
        try
        {
            fault = "";
            return FlagContent.Apply(found, key, document);
        }
        catch (FlagContentException problem)
        {
            fault = problem.Message;
            return null;
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
