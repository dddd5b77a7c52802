using System.Security.Cryptography;
using System.Text;

namespace Rollouts.Engine;

/// <summary>Reads a plan: all that is wrong with it at once, each with its place, or a plan that can be launched.</summary>
/// <remarks>Never throws for what a document says, however hostile, and needs less than a second for it.</remarks>
public static class PlanReader
{
    /// <summary>A plan has at most so many bytes as UTF-8, wherever it comes from.</summary>
    public const int LargestBytes = YamlTree.LargestBytes;

    private static readonly PlanShape Shape = new();

    /// <param name="text">The YAML document.</param>
    /// <param name="file">Its name, for messages.</param>
    public static PlanReading Read(string text, string file = "plan.yaml")
    {
        var problems = new Problems(file);
        var plan = YamlTree.Read(text, problems) is { } tree ? ReadTree(tree, problems) : null;
        if (plan is null || problems.Any) return new PlanReading.Faulty(problems.Errors, problems.Warnings);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new PlanReading.Sound(plan with { Hash = hash }, new(plan.Name, hash, text), problems.Warnings);
    }

    /// <summary>Reads the bytes of a plan file; bytes that are no UTF-8 are an error with its place.</summary>
    public static PlanReading Read(ReadOnlySpan<byte> utf8, string file = "plan.yaml")
    {
        if (PlanText.Decode(utf8, out var fault) is { } text) return Read(text, file);
        var problems = new Problems(file);
        problems.Error(fault, PlanText.NotUtf8, PlanText.SaveAsUtf8);
        return new PlanReading.Faulty(problems.Errors, []);
    }

    private static Plan? ReadTree(PlanNode tree, Problems problems)
    {
        var scope = new PlanScope(problems);
        if (!Shape.TryRead(tree, scope, out var plan)) return null;
        foreach (var check in scope.AtEnd) check(plan);
        scope.Names.Resolve();
        PlanLints.Check(plan, scope);
        return plan;
    }
}
