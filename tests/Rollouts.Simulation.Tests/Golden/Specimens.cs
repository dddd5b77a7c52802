using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Rollouts.Simulation.Tests.Golden;

/// <summary>One thing of every kind, with every field filled in: made from the types themselves, so that a new kind or field cannot be forgotten.</summary>
internal static class Specimens
{
    private static readonly DateTimeOffset Time = new(2026, 3, 2, 9, 30, 15, TimeSpan.Zero);

    /// <summary>The kinds of a closed hierarchy with the names they are written by.</summary>
    public static IEnumerable<(string Name, Type Type)> KindsOf(Type hierarchy) => hierarchy.GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(kind => ((string)kind.TypeDiscriminator!, kind.DerivedType)).OrderBy(kind => kind.Item1, StringComparer.Ordinal);

    /// <summary>Several where a field may be of several kinds.</summary>
    public static IEnumerable<object> Of(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(each => each.GetParameters().Length).First();
        object[][] choices = [.. constructor.GetParameters().Select(parameter => Values(parameter.ParameterType, parameter.Name!).ToArray())];
        var most = choices.Select(each => each.Length).DefaultIfEmpty(1).Max();
        for (var i = 0; i < most; i++)
        {
            var made = constructor.Invoke([.. choices.Select(each => each[Math.Min(i, each.Length - 1)])]);
            var named = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && !named.Contains(property.Name)))
                property.SetValue(made, Values(property.PropertyType, property.Name).First());
            yield return made;
        }
    }

    private static IEnumerable<object> Values(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Values(inner, name);
        if (type == typeof(string)) return [name == "id" ? "7.1" : char.ToLowerInvariant(name[0]) + name[1..]];
        if (type == typeof(bool)) return [true];
        if (type == typeof(int) || type == typeof(long)) return [Convert.ChangeType(3, type, null)];
        if (type == typeof(double)) return [0.25];
        if (type == typeof(DateTimeOffset)) return [Time];
        if (type == typeof(TimeSpan)) return [TimeSpan.FromMinutes(90)];
        if (type == typeof(Percent)) return [new Percent(12.5)];
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return [ArrayOf(type.GetGenericArguments()[0], name)];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)) return [DictionaryOf(type.GetGenericArguments()[1], name)];
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableSortedSet<>)) return [ImmutableSortedSet.Create(StringComparer.Ordinal, name)];
        return type.IsAbstract ? KindsOf(type).SelectMany(kind => Of(kind.Type)) : Of(type);
    }

    private static object ArrayOf(Type element, string name)
    {
        object[] all = [.. Values(element, name)];
        var array = Array.CreateInstance(element, all.Length);
        ((ICollection)all).CopyTo(array, 0);
        return typeof(ImmutableArray).GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [array])!;
    }

    private static object DictionaryOf(Type value, string name)
    {
        var empty = typeof(ImmutableSortedDictionary<,>).MakeGenericType(typeof(string), value).GetField("Empty")!.GetValue(null)!;
        return empty.GetType().GetMethod("Add")!.Invoke(empty, [name, Values(value, name).First()])!;
    }
}
