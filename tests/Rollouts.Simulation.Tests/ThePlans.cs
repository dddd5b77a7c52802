namespace Rollouts.Simulation.Tests;

public class ThePlans
{
    public static TheoryData<string, string> Scenarios
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var file in ScenarioFiles.Find(RepositoryFiles.Path("plans")))
                foreach (var scenario in Sound(file).Scenarios) all.Add(Path.GetRelativePath(RepositoryFiles.Root, file), scenario.Name);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_of_the_repository_passes(string file, string scenario)
    {
        var sound = Sound(RepositoryFiles.Path(file));
        var result = ScenarioRunner.Run(sound.Plan, sound.Scenarios.Single(known => known.Name == scenario));
        Assert.True(result.Passed, string.Join('\n', result.Differences.Select(difference => $"{file}:{difference}")));
    }

    private static ScenarioFile Sound(string file) => ScenarioFiles.Read(file) switch
    {
        ScenarioReading.Sound sound => sound.File,
        ScenarioReading.Faulty faulty => throw new Xunit.Sdk.XunitException(string.Join('\n', faulty.Errors)),
        var other => throw new InvalidOperationException(other.ToString()),
    };
}
