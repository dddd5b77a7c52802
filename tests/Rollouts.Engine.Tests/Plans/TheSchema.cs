using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rollouts.Engine.Tests;

public class TheSchema
{
    [Fact]
    public void The_schema_beside_the_plans_is_the_one_made_from_the_reader()
    {
        var path = RepositoryFiles.Path("plans", "plan.schema.json");
        if (Environment.GetEnvironmentVariable("WRITE_SCHEMA") == "1") File.WriteAllText(path, PlanSchema.Json);
        Assert.Equal(PlanSchema.Json, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("d7-ga-soft-launch")]
    [InlineData("community-soft-launch")]
    [InlineData("kruxt-closed-beta")]
    [InlineData("beta-playbook")]
    [InlineData("pilot-runbook")]
    public void A_plan_of_the_repository_fits_the_schema(string name) =>
        Assert.Empty(Violations.Of(YamlJson.Read(RepositoryFiles.Read("plans", name + ".yaml")), JsonNode.Parse(PlanSchema.Json)!.AsObject()));

    [Fact]
    public void The_schema_refuses_what_the_reader_refuses()
    {
        var plan = YamlJson.Read(RepositoryFiles.Read("plans", "d7-ga-soft-launch.yaml"))!.AsObject();
        plan["phases"]![0]!.AsObject()["gates"] = "x";
        plan["triggers"]![0]!.AsObject()["do"] = "explode";
        plan.Remove("roles");
        Assert.Equal(3, Violations.Of(plan, JsonNode.Parse(PlanSchema.Json)!.AsObject()).Count(v => v.StartsWith("plan.", StringComparison.Ordinal) || v.StartsWith("plan:", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_key_says_what_it_is_for()
    {
        var definitions = JsonNode.Parse(PlanSchema.Json)!["definitions"]!.AsObject();
        var silent =
            from definition in definitions
            from property in definition.Value!["properties"]!.AsObject()
            where (property.Value!["description"]?.GetValue<string>() ?? "").Length < 10
            select definition.Key + "." + property.Key;
        Assert.Empty(silent);
        Assert.All(definitions, definition => Assert.NotNull(definition.Value!["description"]));
    }
}
