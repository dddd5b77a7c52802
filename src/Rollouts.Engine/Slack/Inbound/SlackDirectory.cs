using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Rollouts.Engine;

/// <summary>Who is in which user group, as Slack said at most five minutes ago; read by a timer, never while somebody waits.</summary>
/// <param name="shared">What another process of this host read counts as much as what this one did.</param>
public sealed class SlackDirectory(ISlackApi api, ISlackMemberships shared, TimeProvider time, ILogger<SlackDirectory> log)
{
    /// <summary>No decision rests on an older membership.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(5);

    /// <summary>Often enough that one failed reading does no harm.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    /// <summary>What was read so lately is not read again, whoever read it.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(90);

    /// <summary>How often a click may make this process look at what others read.</summary>
    private static readonly TimeSpan SharedEvery = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, SlackMemberships.Group> groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SlackMemberships.Person> people = new(StringComparer.Ordinal);
    private DateTimeOffset taken = DateTimeOffset.MinValue;

    /// <summary>The user groups a person is in; those whose members were not read lately are left out.</summary>
    public ImmutableArray<string> GroupsOf(string user)
    {
        var oldest = time.GetUtcNow() - Oldest;
        return [.. groups.Where(group => group.Value.At >= oldest && group.Value.Members.Contains(user, StringComparer.Ordinal)).Select(group => group.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>True when a group is known whose members were not read lately: a refusal may be due to that.</summary>
    public bool IsStale => groups.Values.Any(group => group.At < time.GetUtcNow() - Oldest);

    /// <summary>Why this person may decide nothing at all; null when nothing is known against it.</summary>
    public string? Unfit(string user) => people.TryGetValue(user, out var known) switch
    {
        true when known.IsBot => "bots decide nothing",
        true when known.IsDeleted => "the account is deactivated",
        _ => null,
    };

    /// <summary>Takes up what other processes read, at most every 15 seconds.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        if (time.GetUtcNow() - taken < SharedEvery) return;
        taken = time.GetUtcNow();
        try
        {
            if (await shared.ReadAsync(cancellation) is not { } known) return;
            foreach (var (id, group) in known.Groups) groups.AddOrUpdate(id, group, (_, own) => own.At >= group.At ? own : group);
            foreach (var (id, person) in known.People) people.AddOrUpdate(id, person, (_, own) => own.At >= person.At ? own : person);
        }
        catch (StoreException problem)
        {
            log.MembershipNotRead("everybody", problem.Message);
        }
    }

    /// <summary>Reads the groups, and everybody in them and everybody named.</summary>
    public async Task RefreshAsync(IEnumerable<string> wantedGroups, IEnumerable<string> wantedPeople, CancellationToken cancellation)
    {
        await CatchUpAsync(cancellation);
        var named = wantedPeople.ToHashSet(StringComparer.Ordinal);
        var any = false;
        foreach (var group in wantedGroups.Distinct(StringComparer.Ordinal))
        {
            any |= await ReadGroupAsync(group, cancellation);
            named.UnionWith(groups[group].Members);
        }

        foreach (var user in named) any |= await ReadPersonAsync(user, cancellation);
        if (any) await ShareAsync(cancellation);
    }

    /// <summary>True when something new was read.</summary>
    private async Task<bool> ReadGroupAsync(string group, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        if (at - groups.GetOrAdd(group, new SlackMemberships.Group([], DateTimeOffset.MinValue)).At < Lately) return false;
        try
        {
            groups[group] = new(await api.MembersAsync(group, cancellation), at);
            return true;
        }
        catch (SlackException problem)
        {
            log.MembershipNotRead(group, problem.Message);
            return false;
        }
    }

    private async Task<bool> ReadPersonAsync(string user, CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        if (people.TryGetValue(user, out var known) && at - known.At < Lately) return false;
        try
        {
            if (await api.PersonAsync(user, cancellation) is not { } person) return false;
            people[user] = new(person.IsBot, person.IsDeleted, at);
            return true;
        }
        catch (SlackException problem)
        {
            log.MembershipNotRead(user, problem.Message);
            return false;
        }
    }

    private async Task ShareAsync(CancellationToken cancellation)
    {
        try
        {
            await shared.WriteAsync(new(groups.ToImmutableSortedDictionary(StringComparer.Ordinal), people.ToImmutableSortedDictionary(StringComparer.Ordinal)), cancellation);
        }
        catch (StoreException problem)
        {
            log.MembershipNotRead("everybody, for other processes,", problem.Message);
        }
    }
}
