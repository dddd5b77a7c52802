using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>All of Slack for one host: what posts, what is clicked, and what a beat keeps up to date.</summary>
public sealed class SlackApp
{
    private readonly SlackSettings settings;
    private readonly ISlackApi api;
    private readonly LaunchScenes scenes;
    private readonly TimeProvider time;
    private readonly ILoggerFactory logs;
    private readonly OutboundHttp replies;
    private readonly DecisionSeal seal;
    private readonly SlackRenderer renderer;
    private readonly SlackDirectory directory;
    private readonly SlackSignature signature;
    private readonly SlackRefresher refresher;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private DateTimeOffset read = DateTimeOffset.MinValue;

    /// <param name="replies">Allowed to call the hosts of <see cref="SlackSettings.ReplyHosts"/> only.</param>
    /// <param name="attempts">What this and other processes began to post.</param>
    /// <param name="memberships">What this and other processes read of groups and people.</param>
    public SlackApp(
        SlackSettings settings, ISlackApi api, OutboundHttp replies, LaunchScenes scenes, IRolloutStore store, INotifier elsewhere,
        ISlackAttempts attempts, ISlackMemberships memberships, TimeProvider time, ILoggerFactory logs)
    {
        this.settings = settings;
        this.api = api;
        this.scenes = scenes;
        this.time = time;
        this.logs = logs;
        this.replies = replies;
        seal = settings.Seal();
        renderer = new(settings.Text(), seal);
        signature = new(settings.SigningSecrets, time);
        directory = new(api, memberships, time, logs.CreateLogger<SlackDirectory>());
        var (pacer, shown) = (new SlackPacer(time), new SlackShown());
        refresher = new(api, pacer, renderer, scenes, shown, time, logs.CreateLogger<SlackRefresher>());
        Notifier = new(api, pacer, renderer, settings, scenes, shown, attempts, store, elsewhere, time, logs.CreateLogger<SlackNotifier>());
    }

    public SlackNotifier Notifier { get; }

    /// <summary>Made for each request where launches are: what was sent before is known to all of them.</summary>
    public SlackHandlers Handlers(Launches launches)
    {
        var door = new SlackDoor(settings, directory);
        var modals = new SlackModals(settings.Text(), seal);
        return new(
            signature, door, seal, modals, renderer, new(door, modals, launches, scenes, time), new(replies),
            api, launches, scenes, time, logs.CreateLogger<SlackHandlers>());
    }

    /// <summary>Brings memberships and messages up to date; called about once a second.</summary>
    /// <returns>The launches whose messages are not up to date yet.</returns>
    public async Task<ISet<string>> BeatAsync(IReadOnlyCollection<Drained> launches, CancellationToken cancellation)
    {
        var roles = launches.Where(launch => !launch.State.IsFinished).SelectMany(launch => launch.Plan.Roles.Values).ToArray();
        var groups = roles.Select(role => role.Group).OfType<string>().Select(settings.GroupOf).OfType<string>().ToArray();
        var people = roles.SelectMany(role => role.Members).Concat(launches.SelectMany(launch => launch.State.Delegations.Values.Select(delegation => delegation.To))).Select(settings.UserOf).OfType<string>().ToArray();
        // A launch that has just begun does not wait for the next round.
        if (time.GetUtcNow() - read >= SlackDirectory.Every || groups.Concat(people).Any(each => !asked.Contains(each)))
        {
            read = time.GetUtcNow();
            asked.UnionWith(groups);
            asked.UnionWith(people);
            await directory.RefreshAsync(groups, people, cancellation);
        }

        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var launch in launches)
            if (!await refresher.RefreshAsync(launch.State.Rollout, launch.State.Seq, launch.State.Incidents.Values.Any(incident => incident.Resolved is null), cancellation))
                left.Add(launch.State.Rollout);
        return left;
    }
}
