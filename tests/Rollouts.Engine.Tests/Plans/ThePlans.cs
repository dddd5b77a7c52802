namespace Rollouts.Engine.Tests;

public class ThePlans
{
    [Theory]
    [InlineData("d7-ga-soft-launch")]
    [InlineData("community-soft-launch")]
    [InlineData("kruxt-closed-beta")]
    [InlineData("beta-playbook")]
    [InlineData("pilot-runbook")]
    public void A_plan_of_the_repository_reads_without_error_or_warning(string name)
    {
        var text = RepositoryFiles.Read("plans", name + ".yaml");
        var sound = PlanReader.Read(text, name + ".yaml") switch
        {
            PlanReading.Faulty faulty => throw new Xunit.Sdk.XunitException(string.Join('\n', faulty.Errors)),
            PlanReading.Sound read => read,
            var other => throw new InvalidOperationException(other.ToString()),
        };
        Assert.Empty(sound.Warnings);
        Assert.Equal(name, sound.Plan.Name);
        Assert.Equal(sound.Document.Hash, sound.Plan.Hash);
        Assert.StartsWith("# yaml-language-server: $schema=plan.schema.json", text, StringComparison.Ordinal);
    }
}
