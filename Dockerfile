# The image of web, worker and beat. Built and run by docker-compose.yml.
FROM python:3.11.15-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OUTREACH_DATA_DIR=/data

# What WeasyPrint needs to make a PDF.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 outreach \
    && install -d -o outreach -g outreach /data /data/documents

WORKDIR /app
COPY requirements.txt requirements-uv.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && uv pip install --system --no-cache --require-hashes -r requirements.txt

COPY . .
RUN pybabel compile --directory locale --domain django

USER outreach
# These addresses reach nothing: collecting files needs settings, not servers.
RUN OUTREACH_SECRET_KEY=unused DATABASE_URL=postgresql://unused@unused/unused REDIS_URL=redis://unused \
    python manage.py collectstatic --noinput

EXPOSE 8000
CMD ["gunicorn", "outreach.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--no-control-socket"]
