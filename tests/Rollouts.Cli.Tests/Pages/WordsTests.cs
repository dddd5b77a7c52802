using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Rollouts.Cli.Pages;

namespace Rollouts.Cli.Tests.Pages;

/// <summary>Every input, event and effect of the journal has words.</summary>
public sealed class WordsTests
{
    private static readonly EventText Words = new(["P0", "P1"], []);

    public static TheoryData<Type> Inputs => CasesOf(typeof(Input));

    public static TheoryData<Type> Events => CasesOf(typeof(RolloutEvent));

    public static TheoryData<Type> Effects => CasesOf(typeof(Effect));

    [Theory]
    [MemberData(nameof(Inputs))]
    public void An_input_has_words(Type type) => Assert.NotEmpty(InputText.Of((Input)Made(type)));

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_has_words(Type type) => Assert.NotEmpty(Words.Of((RolloutEvent)Made(type)));

    [Theory]
    [MemberData(nameof(Effects))]
    public void An_effect_has_words(Type type) => Assert.NotEmpty(EffectText.Of((Effect)Made(type)));

    [Fact]
    public void Phases_have_their_names_where_they_are_known()
    {
        var entered = new RolloutEvent.StepEntered(1, 1);
        Assert.Equal("P1 step 2 entered", Words.Of(entered));
        Assert.Equal("phase 2 step 2 entered", EventText.WithoutNames.Of(entered));
    }

    [Fact]
    public void An_entry_is_one_line_with_who_what_and_what_came_of_it()
    {
        var input = new Input.Approve("1", Views.Now, Actor.Of("ann"), "P0#1/7", "fine");
        var entry = EntryChain.Seal(8, Entry.Genesis, input, Outcome.Ok, [new RolloutEvent.ApprovalGiven("P0#1/7", "lead", "ann", "fine"), new RolloutEvent.PhaseEntered(1, 1)]);
        Assert.Equal("    8  2026-03-04 09:00:00 UTC  ann: approve for P0#1/7: \"fine\" -> ann approved P0#1/7 as lead; phase P1 entered, attempt 1", JournalPage.Line(entry, Words).Plain);
        Assert.Equal("    8  2026-03-04 09:00:00 UTC  ann: approve for P0#1/7: \"fine\" refused: not you", JournalPage.Line(entry with { Outcome = new Outcome.Refused("not you") }, Words).Plain);
    }

    private static TheoryData<Type> CasesOf(Type hierarchy) => [.. hierarchy.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => derived.DerivedType)];

    /// <summary>An instance with something in every place.</summary>
    private static object Made(Type type)
    {
        if (type == typeof(string)) return "text";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Made(inner);
        if (type == typeof(Actor)) return Actor.Of("ann");
        if (type == typeof(Effect)) return Made(typeof(Effect.Post));
        if (type == typeof(KeyDocument)) return new KeyDocument.Switch(true);
        if (type == typeof(GovernedKey)) return GovernedKey.Flag("new_path");
        if (type == typeof(Exposure)) return Exposure.None;
        if (type.IsGenericType && type.Namespace == typeof(ImmutableArray).Namespace) return type.GetField("Empty", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        if (type.IsValueType) return RuntimeHelpers.GetUninitializedObject(type);
        var make = type.GetConstructors().Where(constructor => constructor.GetParameters() is not [var only] || only.ParameterType != type).MaxBy(constructor => constructor.GetParameters().Length)!;
        return make.Invoke([.. make.GetParameters().Select(parameter => Made(parameter.ParameterType))]);
    }
}
