using System.Collections.Immutable;

namespace Rollouts;

/// <summary>Dictionaries by name, in the order of the names' characters: the same in every culture and on every machine, as replaying a journal needs it.</summary>
public static class Sorted
{
    public static ImmutableSortedDictionary<string, T> Empty<T>() => Of<T>.Empty;

    private static class Of<T>
    {
        public static readonly ImmutableSortedDictionary<string, T> Empty = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
    }
}
