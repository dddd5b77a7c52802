namespace Rollouts.Engine.Tests;

/// <summary>Each file under <c>wrong/</c> begins with what the reader must say about it, as comments: <c># error 13:9: message (hint)</c>.</summary>
public class WrongPlans
{
    public static TheoryData<string> Files { get; } =
        [.. Directory.GetFiles(RepositoryFiles.Path("tests", "Rollouts.Engine.Tests", "Plans", "wrong")).Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_plan_gets_its_errors_with_place_and_hint(string name)
    {
        var text = RepositoryFiles.Read("tests", "Rollouts.Engine.Tests", "Plans", "wrong", name + ".yaml");
        var expected = text.Split('\n').TakeWhile(line => line.StartsWith("# error ", StringComparison.Ordinal) || line.StartsWith("# warning ", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Said(PlanReader.Read(text, name)).Select(line => line.Replace($"{name}:", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void There_are_at_least_forty_of_them() => Assert.True(Files.Count >= 40);

    private static IEnumerable<string> Said(PlanReading reading) => reading switch
    {
        PlanReading.Faulty faulty => faulty.Errors.Select(error => $"# error {error}"),
        PlanReading.Sound sound => sound.Warnings.Select(warning => $"# warning {warning}"),
        _ => throw new InvalidOperationException(reading.ToString()),
    };
}
