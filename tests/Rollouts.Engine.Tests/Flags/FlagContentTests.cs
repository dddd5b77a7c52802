using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Rollouts.Engine.Tests;

public class FlagContentTests
{
    private static readonly GovernedKey Flag = GovernedKey.Flag("ingestion_v2_enabled");

    private static readonly AudienceExposure Beta = new(
        new Percent(10),
        ["internal-test", "group:beta"],
        ["bob", "group:frozen"],
        Sorted.Empty<Percent>().Add("c-1", new Percent(50)));

    [Fact]
    public void A_new_dial_is_a_flag_with_one_targeting_filter()
    {
        AssertJson(
            """
            {"id":"ingestion_v2_enabled","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.Targeting","parameters":{"Audience":{
              "Users":["internal-test"],
              "Groups":[{"Name":"beta","RolloutPercentage":100},{"Name":"c-1","RolloutPercentage":50,"Member":true}],
              "DefaultRolloutPercentage":10,
              "Exclusion":{"Users":["bob"],"Groups":["frozen"]}}}}]}}
            """,
            FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, Beta)));
    }

    [Fact]
    public void A_hundred_percent_keeps_the_filter_so_that_the_denied_stay_out()
    {
        var content = FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, AudienceExposure.None with { Percent = Percent.All, Denied = ["bob"] }));

        Assert.Single(JsonNode.Parse(content)!["conditions"]!["client_filters"]!.AsArray());
    }

    [Fact]
    public void Turning_a_dial_off_changes_enabled_and_nothing_else()
    {
        var on = FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, Beta));

        Assert.Equal(
            on.Replace("\"enabled\":true", "\"enabled\":false", StringComparison.Ordinal),
            FlagContent.Apply(on, Flag, new KeyDocument.Dial(false, AudienceExposure.None)));
    }

    [Fact]
    public void A_switch_changes_enabled_and_nothing_else()
    {
        const string existing = """{"id":"k","description":"Über – \"x\"","enabled":false,"conditions":{"client_filters":[{"name":"Other"}]},"telemetry":{"enabled":true}}""";

        Assert.Equal(
            existing.Replace("\"enabled\":false,\"cond", "\"enabled\":true,\"cond", StringComparison.Ordinal),
            FlagContent.Apply(existing, GovernedKey.Flag("k"), new KeyDocument.Switch(true)));
        Assert.Equal("""{"id":"k","enabled":true,"conditions":{"client_filters":[]}}""", FlagContent.Apply(null, GovernedKey.Flag("k"), new KeyDocument.Switch(true)));
    }

    [Fact]
    public void Members_that_the_document_does_not_say_stay()
    {
        const string existing = """
            {"id":"ingestion_v2_enabled","description":"d","display_name":"n","enabled":true,"x-own":[1,2.50],
             "conditions":{"x":1,"client_filters":[{"name":"Microsoft.Targeting","y":2,"parameters":{"z":3,"Audience":{"w":4,"DefaultRolloutPercentage":5}}}]},
             "variants":[{"name":"On","configuration_value":1e3}],"allocation":{"seed":"s"},"telemetry":{"enabled":true}}
            """;

        AssertJson(
            """
            {"id":"ingestion_v2_enabled","description":"d","display_name":"n","enabled":true,"x-own":[1,2.50],
             "conditions":{"x":1,"client_filters":[{"name":"Microsoft.Targeting","y":2,"parameters":{"z":3,"Audience":{"w":4,"DefaultRolloutPercentage":20,
               "Users":[],"Groups":[],"Exclusion":{"Users":[],"Groups":[]}}}}]},
             "variants":[{"name":"On","configuration_value":1e3}],"allocation":{"seed":"s"},"telemetry":{"enabled":true}}
            """,
            FlagContent.Apply(existing, Flag, new KeyDocument.Dial(true, AudienceExposure.None with { Percent = new Percent(20) })));
    }

    [Fact]
    public void Another_filter_stays_and_can_no_longer_let_in_more_than_the_dial()
    {
        const string existing = """{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.TimeWindow","parameters":{"Start":"2026-01-01"}}]}}""";

        var conditions = JsonNode.Parse(FlagContent.Apply(existing, Flag, new KeyDocument.Dial(true, Beta)))!["conditions"]!;

        Assert.Equal(["Microsoft.TimeWindow", "Microsoft.Targeting"], conditions["client_filters"]!.AsArray().Select(filter => (string?)filter!["name"]));
        Assert.Equal("All", (string?)conditions["requirement_type"]);
    }

    [Fact]
    public void A_denied_pattern_brings_the_companion_filter_and_takes_it_away_again()
    {
        var denied = FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, Beta with { Denied = ["enterprise-*", "bob"] }));
        var conditions = JsonNode.Parse(denied)!["conditions"]!;
        Assert.Equal("All", (string?)conditions["requirement_type"]);
        AssertJson("""{"name":"Rollouts.DenyPattern","parameters":{"Patterns":["enterprise-*"]}}""", conditions["client_filters"]![1]!.ToJsonString());

        Assert.Equal(FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, Beta)), FlagContent.Apply(denied, Flag, new KeyDocument.Dial(true, Beta)));
    }

    [Fact]
    public void Of_several_targeting_filters_one_stays()
    {
        const string existing = """{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.Targeting"},{"name":"targeting"}]}}""";

        var content = FlagContent.Apply(existing, Flag, new KeyDocument.Dial(true, Beta));

        Assert.Single(JsonNode.Parse(content)!["conditions"]!["client_filters"]!.AsArray());
    }

    [Fact]
    public void A_flag_of_more_than_10_KB_is_refused_with_what_to_do()
    {
        var many = AudienceExposure.None with { Allowed = [.. Enumerable.Range(0, 800).Select(n => $"user-{n}@contoso.com")] };

        var e = Assert.Throws<FlagContentException>(() => FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, many)));

        Assert.Matches("^flag ingestion_v2_enabled would take [0-9]+ bytes, and a key holds 10240: 800 users are named one by one; name groups instead", e.Message);
    }

    [Fact]
    public void An_allowed_pattern_is_refused()
    {
        var audience = AudienceExposure.None with { Allowed = ["beta-*"] };

        Assert.Contains("patterns can only be denied", Assert.Throws<FlagContentException>(() => FlagContent.Apply(null, Flag, new KeyDocument.Dial(true, audience))).Message);
    }

    [Theory]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{\"id\":", "is not JSON")]
    [InlineData("{\"id\":\"a\",\"ID\":\"b\"}", "is not JSON")]
    [InlineData("{\"id\":\"a\",\"conditions\":7}", "conditions is not an object")]
    [InlineData("{\"id\":\"a\",\"conditions\":{\"client_filters\":{}}}", "client_filters is not an array")]
    public void Content_that_is_no_flag_is_refused(string content, string why) =>
        Assert.Contains(why, Assert.Throws<FlagContentException>(() => FlagContent.Apply(content, Flag, new KeyDocument.Dial(true, Beta))).Message);

    [Fact]
    public void A_flag_without_filters_is_read_as_on_for_everybody()
    {
        AssertRead(AudienceExposure.None with { Percent = Percent.All }, """{"id":"f","enabled":true}""");
        AssertRead(AudienceExposure.None with { Percent = Percent.All }, """{"id":"f","enabled":"True","conditions":{"client_filters":[]}}""");
    }

    [Fact]
    public void Numbers_and_truths_as_text_comments_and_other_case_are_read()
    {
        AssertRead(
            Beta,
            """
            { // edited by hand
              "Id":"f","Enabled":"true","conditions":{"client_filters":[{"Name":"microsoft.targeting","parameters":{"audience":{
              "users":["internal-test"],"groups":[{"name":"beta","rolloutPercentage":"100"},{"name":"c-1","rolloutPercentage":"50.0"}],
              "defaultRolloutPercentage":"10","exclusion":{"users":["bob"],"groups":["frozen"]},}}}]}}
            """);
    }

    [Theory]
    [InlineData("""{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.TimeWindow"}]}}""")]
    [InlineData("""{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.Targeting","parameters":{"Audience":{}}},{"name":"Microsoft.TimeWindow"}]}}""")]
    [InlineData("""{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.Targeting","parameters":{"Audience":{"DefaultRolloutPercentage":"many"}}}]}}""")]
    [InlineData("""{"id":"f","enabled":true,"conditions":{"client_filters":[{"name":"Microsoft.Targeting","parameters":{"Audience":{"DefaultRolloutPercentage":120}}}]}}""")]
    [InlineData("""{"id":"f","enabled":"perhaps"}""")]
    [InlineData("""{"id":"f","enabled":true,"conditions":7}""")]
    [InlineData("[1]")]
    [InlineData("{\"id\":")]
    public void What_no_document_can_say_is_read_as_nothing(string content) => Assert.Null(FlagContent.Read(content, Flag));

    [Fact]
    public void A_setting_is_its_value()
    {
        var key = GovernedKey.Setting("Ingestion:UploadsPerDay");

        Assert.Equal("unlimited", FlagContent.Apply("10", key, new KeyDocument.Setting("unlimited")));
        Assert.Equal(new KeyDocument.Setting("10"), FlagContent.Read("10", key));
        Assert.Null(FlagContent.Read(null, key));
        Assert.Throws<ArgumentException>(() => FlagContent.Apply(null, key, new KeyDocument.Switch(true)));
        Assert.Throws<ArgumentException>(() => FlagContent.Apply(null, Flag, new KeyDocument.Setting("10")));
    }

    private static void AssertRead(AudienceExposure expected, string content)
    {
        var dial = Assert.IsType<KeyDocument.Dial>(FlagContent.Read(content, Flag));
        Assert.True(dial.Enabled);
        Assert.True(expected.SameAs(dial.Audience), dial.ToString());
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
