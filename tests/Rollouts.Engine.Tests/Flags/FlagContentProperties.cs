using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Rollouts.Engine.Tests;

public class FlagContentProperties
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("f");

    private static readonly Gen<string> Name = Gen.Elements("alice", "bob@contoso.com", "Zoë \"z\"", "a,b", "100", "x/y");

    private static readonly Gen<string> NameOrGroup = Gen.OneOf(Name, Name.Select(name => "group:" + name));

    private static readonly Gen<Percent> Share = Gen.OneOf(
        Gen.Elements(0d, 0.1, 33.3, 50, 100).Select(share => new Percent(share)),
        Gen.Choose(0, 100_000).Select(share => new Percent(share / 1000d)));

    private static readonly Gen<AudienceExposure> Audience =
        from percent in Share
        from allowed in NameOrGroup.ListOf()
        from denied in Gen.OneOf(NameOrGroup, Gen.Elements("enterprise-*", "*-test")).ListOf()
        from members in Gen.Zip(Name, Share).ListOf()
        select new AudienceExposure(
            percent,
            [.. allowed],
            [.. denied],
            members.DistinctBy(member => member.Item1).ToImmutableSortedDictionary(member => member.Item1, member => member.Item2, StringComparer.Ordinal));

    private static readonly Gen<KeyDocument.Dial> Dial =
        Gen.Zip(Gen.Elements(true, true, true, false), Audience).Select(dial => new KeyDocument.Dial(dial.Item1, dial.Item2));

    [Fact]
    public void What_was_written_is_read_back() => Prop.ForAll(
        Dial.ToArbitrary(),
        dial => FlagContent.Read(FlagContent.Apply(null, Flag, dial), Flag) is { } read && dial.SameAs(read)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_there_before_does_not_shine_through() => Prop.ForAll(
        Dial.ToArbitrary(),
        Dial.ToArbitrary(),
        (before, after) => FlagContent.Read(FlagContent.Apply(FlagContent.Apply(null, Flag, before), Flag, after), Flag) is { } read && after.SameAs(read))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Writing_a_document_twice_changes_nothing() => Prop.ForAll(
        Dial.ToArbitrary(),
        dial =>
        {
            var once = FlagContent.Apply(null, Flag, dial);
            return FlagContent.Apply(once, Flag, dial) == once;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_switch_leaves_the_audience_of_a_dial_alone() => Prop.ForAll(
        Dial.Where(dial => dial.Enabled).ToArbitrary(),
        dial =>
        {
            var content = FlagContent.Apply(null, Flag, dial);
            foreach (var on in (bool[])[false, true]) content = FlagContent.Apply(content, Flag, new KeyDocument.Switch(on));
            return FlagContent.Read(content, Flag) is { } read && dial.SameAs(read);
        }).QuickCheckThrowOnFailure();
}
