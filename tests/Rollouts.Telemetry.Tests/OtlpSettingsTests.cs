namespace Rollouts.Telemetry.Tests;

public sealed class OtlpSettingsTests
{
    private static OtlpSettings Read(params (string Name, string Value)[] variables) =>
        OtlpSettings.Read(name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault());

    [Fact]
    public void Nothing_is_sent_unless_an_endpoint_is_named() => Assert.False(Read(("OTEL_SERVICE_NAME", "launches"), ("OTEL_TRACES_EXPORTER", "otlp")).Any);

    [Fact]
    public void An_endpoint_of_one_signal_sends_that_signal_and_none_keeps_one_back()
    {
        Assert.Equal(new(true, false, false), Read(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://localhost:4318/v1/traces")));
        Assert.Equal(new(true, true, false), Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"), ("OTEL_LOGS_EXPORTER", "none")));
        Assert.False(Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"), ("OTEL_SDK_DISABLED", "true")).Any);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "OTEL_EXPORTER_OTLP_ENDPOINT is 'localhost:4318', and should be an address such as http://localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grcp", "OTEL_EXPORTER_OTLP_PROTOCOL is 'grcp', and can be grpc or http/protobuf")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is 'http', and can be grpc or http/protobuf")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "60s", "OTEL_METRIC_EXPORT_INTERVAL is '60s', and should be a number of milliseconds, such as 60000")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus", "OTEL_METRICS_EXPORTER is 'prometheus', and can be otlp or none")]
    public void A_value_that_means_nothing_is_named(string variable, string value, string why) =>
        Assert.Equal(why, Assert.Throws<FormatException>(() => Read((variable, value))).Message);

    [Fact]
    public async Task A_wrong_variable_stops_the_start_of_the_host()
    {
        using var host = ServedHost.Begin([("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]);
        Assert.Equal(1, await host.EndsAsync());
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector'", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_down_holds_up_nothing()
    {
        using var host = ServedHost.Begin([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        await host.ListensAsync();
        Assert.Equal("[]", await host.Client.GetStringAsync("api/rollouts"));
    }
}
