using System.Diagnostics;
using System.Text;

namespace Rollouts.Engine.Tests;

public class HostilePlans
{
    private const string Small = "plan: small\ntitle: Small\n";

    public static TheoryData<string, string> Documents { get; } = new()
    {
        { "an alias bomb", "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n" },
        { "an anchor of itself", "plan: &a [*a]\n" },
        { "deep lists", "plan: " + new string('[', 50_000) },
        { "deep mappings", string.Concat(Enumerable.Repeat("{a: ", 50_000)) },
        { "deep keys", string.Concat(Enumerable.Repeat("? ", 50_000)) },
        { "deep dashes", string.Concat(Enumerable.Repeat("- ", 50_000)) },
        { "deep indentation", string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n")) },
        { "many nodes", "plan: [" + string.Concat(Enumerable.Repeat("a,", 100_000)) + "]" },
        { "many unknown keys", Small + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"unknown-key-of-some-length-{i}: 1\n")) },
        { "many duplicate keys", string.Concat(Enumerable.Repeat("plan: a\n", 9_000)) },
        { "many roles that do not exist", Small + "may: { pause: [" + string.Concat(Enumerable.Range(0, 9_000).Select(i => $"role{i},")) + "] }\nroles: {" + string.Concat(Enumerable.Range(0, 900).Select(i => $"x{i}: {{ group: g }},")) + "}\n" },
        { "many members", Small + "phases: [{ phase: P, title: T, lasts: 1d.., members: { gate: [a < 1], waves: [{ admit: [" + string.Concat(Enumerable.Range(0, 15_000).Select(i => $"m{i},")) + "] }] } }]\n" },
        { "many steps", Small + "phases: [{ phase: P, title: T, lasts: 1d.., steps: [" + string.Concat(Enumerable.Range(0, 4_500).Select(i => "{ bake: 1d, exposure: { percent: 1 } },")) + "] }]\n" },
        { "many equal gates", Small + "go: [" + string.Concat(Enumerable.Repeat("Ready,", 15_000)) + "]\n" },
        { "a long criterion", Small + "go: [\"" + new string('x', 200_000) + " < 5%\"]\n" },
        { "a long item", Small + "go: [\"" + new string('x', 200_000) + "\"]\n" },
        { "long durations", Small + "observe: " + new string('9', 100_000) + "d\n" },
        { "a long plain scalar over many lines", "plan: a\n" + string.Concat(Enumerable.Repeat("  b\n", 60_000)) },
        { "a schedule without end", Small + "phases: [{ phase: P, title: T, lasts: 1d.., review: \"every 1h for 1d" + string.Concat(Enumerable.Repeat(", then every 1h for 1d", 10_000)) + "\" }]\n" },
        { "a page of quotes", "plan: " + new string('"', 100_000) },
        { "a page of percent signs", new string('%', 100_000) },
        { "a page of exclamation marks", "plan: " + new string('!', 100_000) },
        { "a page of ampersands", "plan: " + string.Concat(Enumerable.Repeat("&a ", 50_000)) },
        { "a page of colons", string.Concat(Enumerable.Repeat(": ", 100_000)) },
        { "tabs", "plan: small\n\ttitle: Small\n" },
        { "binary", "plan: \0\u0001\u0002\u0003" },
        { "a lone surrogate", "plan: \ud800" },
        { "a replacement character, as wrong decoding leaves it", "plan: gr\ufffdn" },
        { "a directive", "%YAML 1.2\n---\nplan: &x y\n" },
        { "a merge key", "plan: a\n<<: { title: b }\n" },
        { "types of other languages", "plan: !!python/object/apply:os.system [\"true\"]\n" },
        { "too large", "plan: " + new string('a', 300_000) },
        { "nothing", "" },
        { "blanks", "   \n  \n" },
        { "a byte order mark alone", "\ufeff" },
        { "end marks", "---\n...\n---\n...\n" },
        { "infinity", Small + "observe: .inf\nramp: { at-most: infx }\n" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_hostile_document_gets_an_error_within_a_second(string what, string text)
    {
        var fastest = TimeSpan.MaxValue;
        PlanReading reading = new PlanReading.Faulty([], []);
        for (var attempt = 0; attempt < 10 && fastest >= TimeSpan.FromSeconds(1); attempt++)   // a busy machine is no slow reader
        {
            var watch = Stopwatch.StartNew();
            reading = PlanReader.Read(text, what);
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
        }

        Assert.True(fastest < TimeSpan.FromSeconds(1), $"{what} took {fastest}");
        var faulty = Assert.IsType<PlanReading.Faulty>(reading);
        Assert.All(faulty.Errors, error => Assert.True(error is { Line: >= 1, Column: >= 1, Message.Length: > 0 }));
        Assert.NotEmpty(faulty.Errors);
    }

    [Fact]
    public void A_tab_in_the_indentation_is_named_where_it_stands()
    {
        var error = Assert.Single(Assert.IsType<PlanReading.Faulty>(PlanReader.Read("plan: small\ntitle: Small\nphases:\n  - phase: a\n\t- phase: b\n")).Errors);
        Assert.Equal((5, 1), (error.Line, error.Column));
        Assert.Equal("a tab stands in the indentation", error.Message);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_an_error_at_the_first_of_them()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("plan: größe\ntitle: gr"), 0xFC, .. Encoding.UTF8.GetBytes("n\n")];
        var faulty = Assert.IsType<PlanReading.Faulty>(PlanReader.Read(bytes, "f"));
        Assert.Equal("f:2:10: this is not UTF-8 text (save the plan as UTF-8)", Assert.Single(faulty.Errors).ToString());
    }

    [Fact]
    public void A_plan_may_begin_with_a_byte_order_mark() =>
        Assert.IsType<PlanReading.Sound>(PlanReader.Read("\ufeff" + RepositoryFiles.Read("plans", "d7-ga-soft-launch.yaml")));

    [Fact]
    public void Line_ends_of_other_systems_change_nothing_but_the_hash()
    {
        var text = RepositoryFiles.Read("plans", "d7-ga-soft-launch.yaml");
        var one = Assert.IsType<PlanReading.Sound>(PlanReader.Read(text));
        var other = Assert.IsType<PlanReading.Sound>(PlanReader.Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Equal(one.Plan.Phases.Length, other.Plan.Phases.Length);
        Assert.NotEqual(one.Plan.Hash, other.Plan.Hash);
    }

    /// <summary>Letters, lines and words of a real plan are dropped, doubled, swapped and replaced: every outcome is a reading, never an exception.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_plan_damaged_at_random_is_read_or_refused_and_never_throws(int seed)
    {
        var random = new Random(seed);
        var text = RepositoryFiles.Read("plans", "d7-ga-soft-launch.yaml");
        var lines = text.Split('\n');
        for (var run = 0; run < 150; run++)
        {
            var damaged = run % 2 == 0 ? Letters(text, random) : Lines(lines, random);
            try
            {
                _ = PlanReader.Read(damaged);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}, run {run}:\n{damaged}", e);
            }
        }
    }

    private static string Letters(string text, Random random)
    {
        var damaged = new StringBuilder(text);
        for (var i = 0; i < 1 + random.Next(8); i++)
        {
            var at = random.Next(damaged.Length);
            switch (random.Next(3))
            {
                case 0: damaged.Remove(at, Math.Min(1 + random.Next(5), damaged.Length - at)); break;
                case 1: damaged.Insert(at, "[]{}:,&*!|>%@`'\"#-? \n\t0x"[random.Next(24)]); break;
                default: damaged[at] = (char)(32 + random.Next(95)); break;
            }
        }

        return damaged.ToString();
    }

    private static string Lines(string[] lines, Random random)
    {
        var damaged = lines.ToList();
        for (var i = 0; i < 1 + random.Next(6); i++)
        {
            var (from, to) = (random.Next(damaged.Count), random.Next(damaged.Count));
            switch (random.Next(4))
            {
                case 0: damaged.RemoveAt(from); break;
                case 1: damaged.Insert(to, damaged[from]); break;
                case 2: (damaged[from], damaged[to]) = (damaged[to], damaged[from]); break;
                default: damaged[from] = new string(' ', random.Next(8)) + damaged[from].TrimStart(); break;
            }
        }

        return string.Join('\n', damaged);
    }
}
