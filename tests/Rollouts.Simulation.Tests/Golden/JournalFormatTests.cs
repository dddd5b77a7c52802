using System.Text;
using System.Text.Json;

namespace Rollouts.Simulation.Tests.Golden;

/// <summary>How inputs, events, effects and entries are written. Journals live longer than the program that wrote them.</summary>
public class JournalFormatTests
{
    public static TheoryData<string, Type> Hierarchies => new()
    {
        { "inputs", typeof(Input) }, { "events", typeof(RolloutEvent) }, { "effects", typeof(Effect) }, { "outcomes", typeof(Outcome) },
    };

    [Theory]
    [MemberData(nameof(Hierarchies))]
    public void Every_kind_is_written_as_it_always_was_and_read_back(string file, Type hierarchy)
    {
        var text = new StringBuilder();
        foreach (var (_, kind) in Specimens.KindsOf(hierarchy))
        foreach (var specimen in Specimens.Of(kind))
        {
            var line = JsonSerializer.Serialize(specimen, hierarchy, EntryChain.Json);
            Assert.Equal(line, JsonSerializer.Serialize(JsonSerializer.Deserialize(line, hierarchy, EntryChain.Json), hierarchy, EntryChain.Json));
            text.Append(line).Append('\n');
        }

        GoldenFile.Holds(text.ToString(), "formats", file + ".jsonl");
    }

    [Theory]
    [InlineData(typeof(Input))]
    [InlineData(typeof(RolloutEvent))]
    [InlineData(typeof(Effect))]
    [InlineData(typeof(Outcome))]
    [InlineData(typeof(KeyDocument))]
    public void Every_kind_has_a_name_to_be_written_by(Type hierarchy) =>
        Assert.Equal(
            hierarchy.GetNestedTypes().Where(hierarchy.IsAssignableFrom).Select(kind => kind.Name).Order(StringComparer.Ordinal),
            Specimens.KindsOf(hierarchy).Select(kind => kind.Type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void An_entry_is_sealed_as_it_always_was()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 30, 15, TimeSpan.Zero);
        var first = EntryChain.Seal(1, Entry.Genesis, new Input.Start("a", at, Actor.Of("ann", "leads"), "r", "p", "h"), Outcome.Ok, [new RolloutEvent.Started("r", "p", "h", "ann")]);
        var second = EntryChain.Seal(2, first.Hash, new Input.Pause("b", at.AddSeconds(0.5), Actor.Of("bob"), "„odd“ <b> & \"q\"\n"), new Outcome.Refused("no"), []);
        GoldenFile.Holds(EntryChain.Write(first) + "\n" + EntryChain.Write(second) + "\n", "formats", "entries.jsonl");
    }
}
