namespace Rollouts.Engine;

/// <summary>Names that stand for something else of the plan.</summary>
internal static class References
{
    public static ReferenceShape Role { get; } = new(NameKind.Role);

    public static ReferenceShape Flag { get; } = new(NameKind.Flag);

    public static ReferenceShape Setting { get; } = new(NameKind.Setting);

    public static ReferenceShape Source { get; } = new(NameKind.Source);

    public static ReferenceShape Metric { get; } = new(NameKind.Metric);

    public static ReferenceShape Procedure { get; } = new(NameKind.Procedure);

    public static ReferenceShape Severity { get; } = new(NameKind.Severity);

    /// <summary>Written <c>gate NAME</c>, because a list of criteria may stand there too.</summary>
    public static ReferenceShape Gate { get; } = new(NameKind.Gate, "gate ");

    public static ListShape<string> Roles { get; } = new("a list of roles", Role);
}
