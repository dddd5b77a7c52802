namespace Rollouts;

public enum KeyKind
{
    Flag,
    Setting,
}

/// <summary>A flag or setting that a rollout governs: what it claims at its start and fences on a way back (design §5, §6).</summary>
/// <param name="Name">The flag's id or the setting's key; case-sensitive.</param>
/// <param name="Label">The environment's label; empty for none.</param>
public readonly record struct GovernedKey(KeyKind Kind, string Name, string Label = "") : IComparable<GovernedKey>
{
    public static GovernedKey Flag(string name, string label = "") => new(KeyKind.Flag, name, label);

    public static GovernedKey Setting(string name, string label = "") => new(KeyKind.Setting, name, label);

    public int CompareTo(GovernedKey other) => string.CompareOrdinal(ToString(), other.ToString());

    public static bool operator <(GovernedKey left, GovernedKey right) => left.CompareTo(right) < 0;

    public static bool operator >(GovernedKey left, GovernedKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(GovernedKey left, GovernedKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(GovernedKey left, GovernedKey right) => left.CompareTo(right) >= 0;

    public override string ToString() => (Kind == KeyKind.Flag ? "flag " : "setting ") + Name + (Label.Length == 0 ? "" : $" [{Label}]");
}
