namespace Rollouts;

/// <summary>What judging a criterion came to.</summary>
/// <param name="Because">Asked only when someone reads the line.</param>
internal readonly record struct Judged(Verdict Verdict, double? Value, double Samples, Func<string> Because)
{
    public Judged(Verdict verdict, double? value, double samples, string because)
        : this(verdict, value, samples, () => because)
    {
    }
}
