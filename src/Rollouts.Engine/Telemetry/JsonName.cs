using System.Reflection;
using System.Text.Json.Serialization;

namespace Rollouts.Engine;

/// <summary>What inputs, events and effects are called in the journal: <c>roll-back</c>, <c>gate-passed</c>, <c>write</c>.</summary>
internal static class JsonName
{
    public static string Of(Input input) => Names<Input>.Known[input.GetType()];

    public static string Of(RolloutEvent happened) => Names<RolloutEvent>.Known[happened.GetType()];

    public static string Of(Effect effect) => Names<Effect>.Known[effect.GetType()];

    public static IEnumerable<string> All<T>() => Names<T>.Known.Values;

    private static class Names<T>
    {
        public static readonly Dictionary<Type, string> Known =
            typeof(T).GetCustomAttributes<JsonDerivedTypeAttribute>(false).ToDictionary(derived => derived.DerivedType, derived => (string)derived.TypeDiscriminator!);
    }
}
