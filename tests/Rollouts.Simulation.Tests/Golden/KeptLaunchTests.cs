using System.Text.Json;
using Rollouts.Engine;

namespace Rollouts.Simulation.Tests.Golden;

/// <summary>Plans and journals as they were when the formats became stable: each must be read, for ever, as what it was.</summary>
public class KeptLaunchTests
{
    private static readonly JsonSerializerOptions Indented = new(EntryChain.Json) { WriteIndented = true, NewLine = "\n" };

    public static TheoryData<string> Plans => ["d7-ga-soft-launch", "community-soft-launch", "kruxt-closed-beta", "beta-playbook", "pilot-runbook"];

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_kept_plan_is_read_as_it_always_was(string name) => GoldenFile.Holds(PlanText.Of(Kept(name)), "plans", name + ".json");

    [Theory]
    [MemberData(nameof(Plans))]
    public void A_kept_journal_is_whole_and_evolves_to_the_same(string name)
    {
        var plan = Kept(name);
        var lines = GoldenFile.Kept(() => string.Concat(Launched(plan).Select(entry => EntryChain.Write(entry) + "\n")), "journals", name + ".jsonl");
        var (ledger, entries) = (Ledger.Empty, 0);
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = EntryChain.Read(line);
            Assert.Null(EntryChain.Fault(entry, ++entries, ledger.Hash));
            Assert.Equal(line, EntryChain.Write(entry));
            ledger = ledger.Fold(plan, entry);
        }

        var view = RolloutView.Of(new(plan, ledger.State, [], Next.Of(plan, ledger.State, ledger.State.At)), ledger.State.At);
        GoldenFile.Holds(JsonSerializer.Serialize(view, Indented) + "\n", "journals", name + ".view.json");
    }

    private static Plan Kept(string name)
    {
        var text = GoldenFile.Kept(() => File.ReadAllText(RepositoryFiles.Path("plans", name + ".yaml")), "plans", name + ".yaml");
        return PlanReader.Read(text, name + ".yaml") switch
        {
            PlanReading.Sound sound => sound.Plan,
            PlanReading.Faulty faulty => throw new Xunit.Sdk.XunitException("a plan that was sound is not any more:\n" + string.Join('\n', faulty.Errors)),
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    /// <summary>The first hours of a launch in which all is well, then a pause, a way back, an incident and a refusal.</summary>
    private static IEnumerable<Entry> Launched(Plan plan)
    {
        var people = new Habits(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var scenario = new Scenario("kept", "", 0, start, "someone who starts", people, [.. HealthyWorld.Of(plan)], [], TimeSpan.FromHours(14));
        var launch = ScenarioRunner.Run(plan, scenario).Launch;
        var everybody = new Actor(
            plan.Roles.Values.SelectMany(role => role.Members).FirstOrDefault("everybody"), [.. plan.Roles.Values.Select(role => role.Group).OfType<string>()]);
        launch.Give((id, at) => new Input.Pause(id, at, everybody, "let us look at this first"));
        launch.Give((id, at) => new Input.DeclareIncident(id, at, everybody, plan.Incidents.Keys.FirstOrDefault("P1"), "something is odd"));
        launch.Give((id, at) => new Input.Report(id, at, everybody, "complaint", "slow", null, "it is slow"));
        launch.Give((id, at) => new Input.RollBack(id, at, everybody, "nobody", null, "better so"));
        launch.Give((id, at) => new Input.Close(id, at, everybody, "too early"));
        launch.RunFor(TimeSpan.FromHours(2));
        var previous = Entry.Genesis;
        foreach (var entry in launch.Journal)
        {
            // Virtual time needs no hash chain, and a journal on disk has one.
            var sealedEntry = EntryChain.Seal(entry.Seq, previous, entry.Input, entry.Outcome, entry.Events);
            previous = sealedEntry.Hash;
            yield return sealedEntry;
        }
    }
}
