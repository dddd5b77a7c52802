return await Ingestion.IngestionService.RunAsync(args);
