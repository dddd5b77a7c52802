namespace Rollouts.Engine.Tests.Protocol;

/// <summary>Design §6 in every order of reads, writes, appends and stamps: guarantee 4, and after all at most the target's exposure.</summary>
public class ProtocolTests
{
    private static readonly GovernedKey First = GovernedKey.Setting("first");
    private static readonly GovernedKey Second = GovernedKey.Setting("second");

    /// <summary>Every operation of the longest writer, and one more that is never reached.</summary>
    private static readonly Crash?[] Crashes = [.. Enumerable.Range(1, 5).SelectMany(at => (Crash?[])[new(at, false), new(at, true)])];

    [Fact]
    public void An_old_rise_and_two_ways_back_end_at_the_lower_target_in_every_order()
    {
        var runs = Explore(
            world => Assert.Equal(0, world[First]),
            world => AnOldRise(world, First), world => WayBack(world, "to 10", 10, First), world => WayBack(world, "to 0", 0, First));
        Assert.InRange(runs, 10_000, 2_000_000);
    }

    [Fact]
    public void An_old_rise_never_undoes_a_way_back_and_the_rise_decided_after_it_stands()
    {
        var runs = Explore(world => Assert.Equal(15, world[First]), world => AnOldRise(world, First), world => WayBackThenRise(world));
        Assert.InRange(runs, 100, 2_000_000);
    }

    [Fact]
    public void A_fence_over_two_keys_holds_on_both_in_every_order()
    {
        var runs = Explore(
            world => Assert.Equal((10, 10), (world[First], world[Second])),
            world => AnOldRise(world, First), world => AnOldRise(world, Second), world => WayBack(world, "to 10", 10, First, Second));
        Assert.InRange(runs, 50_000, 2_000_000);
    }

    [Fact]
    public void A_writer_that_crashes_at_any_operation_and_is_taken_over_breaks_nothing()
    {
        foreach (var crash in Crashes)
        {
            Explore(world => Assert.Equal(15, world[First]), world => AnOldRise(world, First, crash), world => WayBackThenRise(world));
            Explore(world => Assert.Equal(15, world[First]), world => AnOldRise(world, First), world => WayBackThenRise(world, crash));
        }
    }

    [Theory]
    [InlineData("VersionOfContentAlone", "5 was written over 6")]
    [InlineData("WritesWithoutCondition", "5 was written over 6")]
    [InlineData("HeadReadOnce", "rise 5 read the key after fence 6 stood, and was written")]
    public void A_protocol_that_is_changed_in_one_place_is_found_out(string fault, string breach)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Interleavings.Explore(
            order => Started(
                new ProtocolWorld(order) { Fault = Enum.Parse<Fault>(fault) }.With(First), world => AnOldRise(world, First), world => WayBack(world, "to 10", 10, First)),
            world => found.UnionWith(world.Breaches));
        Assert.Contains(breach, found);
    }

    [Fact]
    public void A_fence_that_is_not_stamped_leaves_the_old_rise_standing_in_some_order()
    {
        var left = new HashSet<int>();
        Interleavings.Explore(
            order => Started(new ProtocolWorld(order).With(First), world => AnOldRise(world, First), world => WayBack(world, "to 10", 10)),
            world => left.Add(world[First]));
        Assert.Equal([10, 20], left.Order());
    }

    private static long Explore(Action<ProtocolWorld> check, params Func<ProtocolWorld, Task>[] processes) => Interleavings.Explore(
        order => Started(new ProtocolWorld(order).With(First).With(Second), processes),
        world =>
        {
            Assert.Empty(world.Breaches);
            check(world);
        });

    private static (ProtocolWorld World, Task[] Processes) Started(ProtocolWorld world, params Func<ProtocolWorld, Task>[] processes) =>
        (world, [.. processes.Select(process => process(world))]);

    /// <summary>To 20 %, decided as entry 5 and in flight.</summary>
    private static Task AnOldRise(ProtocolWorld world, GovernedKey key, Crash? crash = null)
    {
        world.DecidedBefore(5);
        return world.Run(crash, async at => await (await at.Begun()).Write(key, 5, 20, rise: true));
    }

    private static Task WayBack(ProtocolWorld world, string name, int percent, params GovernedKey[] keys) =>
        world.Run(null, at => WayBack(at, name, percent, keys));

    private static async Task WayBack(ProtocolWorld.Connection at, string name, int percent, params GovernedKey[] keys)
    {
        var (seq, target) = await at.Append(name, percent, fence: true);
        await Task.WhenAll(keys.Select(key => at.Write(key, seq, target, rise: false)));
    }

    /// <summary>A way back and, when it is fenced, a new rise, carried out by another process.</summary>
    private static async Task WayBackThenRise(ProtocolWorld world, Crash? crash = null)
    {
        await world.Run(crash, at => WayBack(at, "to 10", 10, First));
        await world.Run(crash, async at =>
        {
            var (seq, target) = await at.Append("to 15", 15, fence: false);
            await at.Write(First, seq, target, rise: true);
        });
    }
}
