using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RolloutFunctions;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddOwnConfiguration();
builder.AddTelemetry();
builder.Services.AddSettings();
builder.Services.AddStores();
builder.Services.AddEngine();
builder.Services.AddKpis();
builder.Services.AddSlack();
builder.Services.AddIdentity();
builder.Services.AddHealth();
builder.Services.AddHostedService<TableSetup>();
await builder.Build().RunAsync();
