using System.Collections.Immutable;
using System.Globalization;

namespace Rollouts.Engine;

/// <summary>A launch as messages are composed from it.</summary>
/// <param name="Pages">Where people look at the launch; null where there is no such place.</param>
public sealed record Scene(Plan Plan, RolloutState State, LaunchRecord Record, DateTimeOffset Now, Uri? Pages = null)
{
    private readonly Plan? told;

    public string Rollout => State.Rollout;

    /// <summary>The plan that what is told of was decided by: the launch's own, unless that was changed since.</summary>
    public Plan Told
    {
        get => told ?? Plan;
        init => told = value;
    }

    public Fact Launch => new("Launch", Sentence.Of(new Inline.Strong(Plan.Title), $" ({Rollout})"));

    public Fact Where => new("Phase", Sentence.Of(State.Stage == RolloutStage.Preparing ? "before the first phase" : PhaseTitle(Plan, State.Main.Phase), State.Main.Attempt == 1 ? "" : $", attempt {State.Main.Attempt.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>How to see how every figure came about.</summary>
    public Sentence Why
    {
        get
        {
            var words = Sentence.Of(new Inline.Code($"/rollout why {Rollout}"), " shows how every figure came about");
            return Pages is null ? words : words.And("; ", new Inline.Link(new(Pages, $"/api/rollouts/{Rollout}/board"), "board"));
        }
    }

    public static string PhaseTitle(Plan plan, int phase) => $"{plan.Phases[phase].Name} {plan.Phases[phase].Title}".TrimEnd();

    /// <summary>The scene as a post tells it: what was decided is told by the plan of then, what is still open by the plan of now.</summary>
    public Scene Telling(Effect.Post post) =>
        Record.PlanOf(post) is { } then && then.Hash != Plan.Hash && !IsOpen(post) ? this with { Told = then } : this;

    /// <summary>A gate by what people call it: <c>P1#2</c> is "P1 Canary, attempt 2".</summary>
    public string GateTitle(string key)
    {
        var at = key.LastIndexOf('#');
        var (name, attempt) = at > 0 ? (key[..at], key[(at + 1)..]) : (key, "1");
        if (name.StartsWith("resume ", StringComparison.Ordinal)) return "resuming";
        if (name.StartsWith("re-arm ", StringComparison.Ordinal)) return $"turning {name["re-arm ".Length..].Split('@')[0]} on again";
        if (name == "go") return "go / no-go";
        if (name == "close") return "closing the launch";
        for (var phase = 0; phase < Told.Phases.Length; phase++)
        {
            var rest = name.StartsWith(Told.Phases[phase].Name, StringComparison.Ordinal) ? name[Told.Phases[phase].Name.Length..] : null;
            if (rest is not "" && rest?.StartsWith(' ') != true) continue;
            var title = rest switch { "" => PhaseTitle(Told, phase), " enter" => $"entry to {PhaseTitle(Told, phase)}", _ => $"{PhaseTitle(Told, phase)},{rest}" };
            return attempt == "1" ? title : $"{title}, attempt {attempt}";
        }

        return name;
    }

    /// <summary>A role with the people it is.</summary>
    public Sentence Role(string role)
    {
        if (!Plan.Roles.TryGetValue(role, out var known)) return Sentence.Of(role);
        // A role of one group that has its name: once is enough.
        if (known.Group == role && known.Members.IsEmpty && !StandIns(known).Any()) return Sentence.Of(new Inline.Group(role));
        List<Sentence> people = [.. known.Members.Select(member => Sentence.Of(new Inline.Person(member)))];
        if (known.Group is { } group) people.Add(Sentence.Of(new Inline.Group(group)));
        people.AddRange(StandIns(known).Select(delegation => Person(delegation.To).And(" for ").And(Person(delegation.From.Id))));
        return people.Count == 0 ? Sentence.Of(role) : Sentence.Of(role, " (").And(Sentence.List(people)).And(")");
    }

    /// <summary>Who has a role and who stands in for them, people and groups by the ids that the plan uses.</summary>
    public IEnumerable<string> PeopleOf(Role role) =>
        (role.Group is { } group ? role.Members.Append(group) : role.Members).Concat(StandIns(role).Select(delegation => delegation.To));

    private bool IsOpen(Effect.Post post) => post.Topic switch
    {
        "approval" => Record.Requests.GetValueOrDefault(post.About)?.Ended is null,
        "checklist" or "mitigation" => Explaining.Gates(Plan, State).Any(gate => gate.Key == post.About),
        _ => false,
    };

    private IEnumerable<Delegation> StandIns(Role role) => State.Delegations.Values.Where(delegation => delegation.Until > Now && role.Has(delegation.From));

    /// <summary>What the journal says of somebody, who stands in front: by the name that people know.</summary>
    public Sentence Words(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && Plan.Roles.Values.Any(role => role.Members.Contains(text[..end])) ? Person(text[..end]).And(text[end..]) : Sentence.Of(text);
    }

    /// <summary>A cause without who gave it: that stands beside it.</summary>
    public static string Cause(string cause, string by) =>
        new[] { $"{by} paused: ", $"{by} rolled back: " }.FirstOrDefault(front => cause.StartsWith(front, StringComparison.Ordinal)) is { } said ? cause[said.Length..] : cause;

    public static Sentence Person(string id) => id == Actor.System.Id ? Sentence.Of("the launch automation") : Sentence.Of(new Inline.Person(id));

    /// <summary>What is missed stands first, then what is not known: on a phone the end is below the edge.</summary>
    public IEnumerable<MessagePart> Criteria(GateView gate)
    {
        var asked = Plan.AllGates().FirstOrDefault(each => each.Name == gate.Name)?.Criteria ?? [];
        return MessagePart.Lines.Grouped("Criteria", ByUrgency(gate.Standing.Lines).Select(line => (asked.FirstOrDefault(each => each.Key == line.Key)?.Group, Criterion(line, Trend(gate.Key + "/" + line.Key, line.Value)))));
    }

    /// <summary>What a gate's criteria said at a time, as the plan of then asked for them.</summary>
    public IEnumerable<MessagePart> CriteriaThen(string key, IReadOnlyDictionary<string, CriterionLine> said)
    {
        var name = key.LastIndexOf('#') is > 0 and var at ? key[..at] : key;
        var asked = Told.AllGates().FirstOrDefault(each => each.Name == name)?.Criteria ?? [];
        return MessagePart.Lines.Grouped("Criteria", asked.Where(each => said.ContainsKey(each.Key)).Select(each => (each.Group, Criterion(said[each.Key], ""))));
    }

    public ImmutableArray<MarkedLine> Criteria(string gate, IEnumerable<CriterionLine> lines) => [.. ByUrgency(lines).Select(line => Criterion(line, Trend(gate + "/" + line.Key, line.Value)))];

    private static IOrderedEnumerable<CriterionLine> ByUrgency(IEnumerable<CriterionLine> lines) =>
        lines.OrderBy(line => line.Verdict switch { Verdict.Missed => 0, Verdict.Error or Verdict.NoData => 1, _ => 2 });

    /// <summary>Rule and threshold, value and sample, and where the value has been going.</summary>
    private static MarkedLine Criterion(CriterionLine line, string trend)
    {
        var mark = line.Verdict switch
        {
            Verdict.Met => Tick.Met,
            Verdict.Missed => Tick.Missed,
            Verdict.NotDue => Tick.NotDue,
            Verdict.NoData or Verdict.Error => Tick.NoData,
            _ => throw new InvalidOperationException($"unknown verdict {line.Verdict}"),
        };
        return new(mark, Sentence.Of(new Inline.Strong(line.Rule), $": {Short(line)}{trend}{(line.Critical ? " (critical)" : "")}"));
    }

    /// <summary>On a phone each word counts: what the rule in front says is not said again, but the threshold that is missed. Who marked an item, and at what time, its checklist says.</summary>
    private static string Short(CriterionLine line)
    {
        var words = line.Because;
        if (line.Verdict == Verdict.Met && words.StartsWith("marked by ", StringComparison.Ordinal) && words.IndexOf(" UTC", StringComparison.Ordinal) is > 26 and var end)
            words = $"marked {words[(end - 16)..(end - 6)]}{words[(end + 4)..]}";
        if (line.Verdict == Verdict.Met && words.IndexOf(", must be ", StringComparison.Ordinal) is > 0 and var must) words = words[..must];
        return line.Rule.Split(" over ") is [_, var behind] && behind.Split(' ')[0] is { Length: > 0 } window ? words.Replace($" over {window}", "", StringComparison.Ordinal) : words;
    }

    /// <summary>Against the oldest value of the last day; five parts in a hundred are steady.</summary>
    private string Trend(string criterion, double? now)
    {
        if (now is not { } value) return "";
        var before = Record.Values.GetValueOrDefault(criterion, []).Where(sample => sample.At >= Now - TimeSpan.FromDays(1)).ToArray();
        if (before.Length < 2) return "";
        var first = before[0].Value;
        var steady = Math.Abs(first) * 0.05;
        return value > first + steady ? " ↗ rising" : value < first - steady ? " ↘ falling" : " → steady";
    }
}
