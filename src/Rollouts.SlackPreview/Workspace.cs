using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.SlackPreview;

public sealed record PreviewUser(string Id, string Name, bool IsBot = false, bool IsDeleted = false);

/// <summary>A message as a channel keeps it.</summary>
/// <param name="OnlyFor">The one person who sees it; null for everybody.</param>
public sealed record PreviewMessage(string Channel, string Timestamp, string Text, JsonArray Blocks, string? Thread, JsonNode? Metadata, bool Edited, string? OnlyFor)
{
    /// <summary>What came to the address of a private answer, word for word; null for a message of a channel.</summary>
    public string? Said { get; init; }
}

public sealed record PreviewView(string Id, string User, JsonObject View);

/// <summary>Channels, messages, people, groups and modals of one workspace, in memory.</summary>
public sealed class Workspace(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly List<PreviewMessage> messages = [];
    private readonly Dictionary<string, (string User, DateTimeOffset Until)> triggers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PreviewView> views = new(StringComparer.Ordinal);
    private long lastTimestamp;
    private int ids;

    public string Team { get; init; } = "T0PREVIEW";

    public string App { get; init; } = "A0PREVIEW";

    public string Token { get; set; } = "xoxb-preview";

    public string SigningSecret { get; init; } = "preview-signing-secret";

    /// <summary>Channels by id, with their names.</summary>
    public Dictionary<string, string> Channels { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Archived { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PreviewUser> Users { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ImmutableArray<string>> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Every message ever posted, in order, as it is now.</summary>
    public ImmutableArray<PreviewMessage> Messages
    {
        get
        {
            lock (gate) return [.. messages];
        }
    }

    public ImmutableArray<PreviewView> Views
    {
        get
        {
            lock (gate) return [.. views.Values];
        }
    }

    public PreviewMessage Post(string channel, string text, JsonArray blocks, string? thread, JsonNode? metadata, string? onlyFor = null, string? said = null)
    {
        lock (gate)
        {
            var message = new PreviewMessage(channel, NextTimestamp(), text, blocks, thread, metadata, false, onlyFor) { Said = said };
            messages.Add(message);
            return message;
        }
    }

    /// <summary>False when there is no such message.</summary>
    public bool Update(string channel, string timestamp, string text, JsonArray blocks)
    {
        lock (gate)
        {
            var at = messages.FindIndex(message => message.Channel == channel && message.Timestamp == timestamp && message.OnlyFor is null);
            if (at < 0) return false;
            messages[at] = messages[at] with { Text = text, Blocks = blocks, Edited = true };
            return true;
        }
    }

    /// <summary>What a person may open one modal with, for three seconds.</summary>
    public string Trigger(string user)
    {
        lock (gate)
        {
            var trigger = FormattableString.Invariant($"{++ids}.{Team}.trigger");
            triggers[trigger] = (user, time.GetUtcNow() + TimeSpan.FromSeconds(3));
            return trigger;
        }
    }

    /// <summary>Slack's error word, or null when the modal is open.</summary>
    public string? Open(string trigger, JsonObject view)
    {
        lock (gate)
        {
            if (!triggers.TryGetValue(trigger, out var known)) return "invalid_trigger_id";
            if (known.Until < time.GetUtcNow()) return "expired_trigger_id";
            if (known.User.Length == 0) return "exchanged_trigger_id";
            triggers[trigger] = ("", known.Until);
            var id = FormattableString.Invariant($"V{++ids}");
            views[id] = new(id, known.User, view);
            return null;
        }
    }

    /// <summary>Takes a modal away; null when it is not open.</summary>
    public PreviewView? Close(string id)
    {
        lock (gate)
        {
            views.Remove(id, out var view);
            return view;
        }
    }

    public void Show(PreviewView view)
    {
        lock (gate) views[view.Id] = view;
    }

    /// <summary>Unique in the workspace and in the order of posting, as Slack's are in a channel.</summary>
    /// <summary>A moment that nothing else of this workspace has.</summary>
    public string Moment()
    {
        lock (gate) return NextTimestamp();
    }

    private string NextTimestamp()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        lastTimestamp = Math.Max(now, lastTimestamp + 1);
        return FormattableString.Invariant($"{lastTimestamp / 1_000_000}.{lastTimestamp % 1_000_000:000000}");
    }
}
