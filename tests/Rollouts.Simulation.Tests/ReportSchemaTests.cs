namespace Rollouts.Simulation.Tests;

public class ReportSchemaTests
{
    public static TheoryData<string> Names => [.. ReportSchemas.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_schema_in_the_documentation_is_the_one_made_from_what_is_printed(string name)
    {
        var path = RepositoryFiles.Path("docs", "schemas", name);
        if (Environment.GetEnvironmentVariable("WRITE_SCHEMA") == "1") File.WriteAllText(path, ReportSchemas.All[name]);
        Assert.Equal(ReportSchemas.All[name], File.ReadAllText(path));
    }
}
