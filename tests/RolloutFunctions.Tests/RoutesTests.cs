using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Rollouts.Engine;

namespace RolloutFunctions.Tests;

public sealed class RoutesTests
{
    private static IEnumerable<(MethodInfo Method, HttpTriggerAttribute Trigger)> Functions =>
        from type in typeof(Handlers).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (method, trigger);

    [Fact]
    public void Every_function_is_described_in_the_API_document_and_no_other_route_is()
    {
        var functions = Functions.SelectMany(function => function.Trigger.Methods!.Select(method => $"{method.ToUpperInvariant()} /api/{function.Trigger.Route}"));

        Assert.Equal(
            ApiRoutes.All.Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal),
            functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_route_asks_for_a_function_key_but_those_that_Slack_signs_and_the_secure_webhook_and_its_name_is_its_own()
    {
        Assert.All(Functions, function => Assert.Equal(
            function.Trigger.Route!.StartsWith("slack/", StringComparison.Ordinal) || function.Trigger.Route == SecureAlertApi.Route ? AuthorizationLevel.Anonymous : AuthorizationLevel.Function, function.Trigger.AuthLevel));
        var names = Functions.Select(function => function.Method.GetCustomAttribute<FunctionAttribute>()!.Name).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }
}
