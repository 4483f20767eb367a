"""The reading of apps, which their keys need too."""

from banyan.organizations.v1 import app_pb2 as pb

from services.kit.work.reading import Resources
from services.organizations.apps.models import App

APPS = Resources[pb.App](App, "view_app")
